import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { existsSync, readdirSync } from "node:fs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const PATIENCE = 120_000;
const TOKEN = /eyJ[\w-]{8,}\.[\w-]{8,}[\w.-]*/;

/** The built service: `CONNECTIFY_DLL`, or what the last build left. */
export function built() {
  const named = process.env.CONNECTIFY_DLL;
  const builds = ["Debug", "Release"].flatMap((configuration) => {
    const folder = join(root, "bin", configuration);
    return existsSync(folder) ? readdirSync(folder).map((framework) => join(folder, framework, "Connectify.dll")) : [];
  });
  const found = [named, ...builds].find((path) => path && existsSync(path));
  if (!found) throw new Error("There is no built service: dotnet build, or CONNECTIFY_DLL");
  return found;
}

/** Below those that whoever connects is given, one of which could be taken while the service is restarted. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
}

/** A service of its own, with its own database in a folder that goes with it. It can be stopped, killed and started again. */
export class Service {
  #folder;
  #settings;
  #process = null;
  #said = "";

  static async start(settings = {}) {
    const service = new Service();
    service.#folder = await mkdtemp(join(tmpdir(), "connectify-js-"));
    service.port = await freePort();
    service.url = `http://localhost:${service.port}`;
    service.#settings = settings;
    await service.start();
    return service;
  }

  async start() {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !name.startsWith("ASPNETCORE_") && !name.includes("__"),
    );
    const child = spawn("dotnet", [built()], {
      cwd: this.#folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...Object.fromEntries(inherited),
        ASPNETCORE_ENVIRONMENT: "Development",
        ASPNETCORE_URLS: this.url,
        DOTNET_TieredPGO: "0",
        // The folder is empty, so the settings of the repository are not read.
        Accounts__RequireActivation: "false",
        Limits__RegistrationsPerMinute: "1000",
        Logging__LogLevel__Default: "Warning",
        ...this.#settings,
      },
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (this.#said += data));
    for (const end = Date.now() + PATIENCE; ;) {
      if (child.exitCode !== null) throw new Error(`The service has stopped: ${this.#said}`);
      if (Date.now() > end) throw new Error(`The service does not get ready: ${this.#said}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(signal = "SIGTERM") {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  async restart(signal) {
    await this.stop(signal);
    await this.start();
  }

  async remove() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
    const line = this.#said.split("\n").find((said) => TOKEN.test(said));
    if (line) throw new Error(`There is a token in the service's log: ${line.replaceAll(new RegExp(TOKEN, "g"), "…")}`);
  }
}
