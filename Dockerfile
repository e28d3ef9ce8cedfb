FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# The packages first: they change less often than the code.
COPY global.json Directory.Build.props Directory.Packages.props Connectify.csproj ./
RUN dotnet restore Connectify.csproj --use-current-runtime

COPY . .
RUN dotnet publish Connectify.csproj --configuration Release --use-current-runtime --no-restore --output /app -p:UseAppHost=false && mkdir /files

# No shell, no package manager, no root; with glibc, which libvips (from its package) needs.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .

# Attachments, where no bucket keeps them: a volume of one's own survives the container.
COPY --from=build --chown=$APP_UID:$APP_UID /files /files
VOLUME /files
ENV Attachments__Folder=/files

# Without its diagnostics socket the runtime writes nothing: the root file system can be read-only.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID

HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["dotnet", "Connectify.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "Connectify.dll"]
