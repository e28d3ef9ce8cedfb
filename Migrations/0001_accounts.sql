-- Organizations, their users, and the sessions that users hold.

CREATE TABLE organizations (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX organizations_name ON organizations (lower(name));

CREATE TABLE users (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username      text        NOT NULL,
    email         text        NOT NULL,
    password_hash text        NOT NULL,
    first_name    text        NOT NULL DEFAULT '',
    last_name     text        NOT NULL DEFAULT '',
    bio           text        NOT NULL DEFAULT '',
    dob           date,
    profile_image text,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX users_username ON users (lower(username));
CREATE UNIQUE INDEX users_email ON users (lower(email));

-- A membership that is neither active nor awaiting its first activation was deactivated.
CREATE TABLE organization_members (
    organization_id   bigint      NOT NULL REFERENCES organizations,
    user_id           bigint      NOT NULL REFERENCES users,
    role              text        NOT NULL CHECK (role IN ('SUPERUSER', 'ADMIN', 'STAFF', 'USER')),
    is_active         boolean     NOT NULL,
    awaits_activation boolean     NOT NULL,
    joined_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, user_id),
    CHECK (NOT (is_active AND awaits_activation))
);

CREATE INDEX organization_members_user ON organization_members (user_id);

-- One row per signed-in device; gone when the session ends. The generation counts the refresh tokens that it has been
-- given: only the newest is good, and an older one tells that somebody copied it.
CREATE TABLE sessions (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint      NOT NULL REFERENCES users,
    generation integer     NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

CREATE INDEX sessions_user ON sessions (user_id);

-- What a creating request made, under the key that its sender gave it. Messages keep their keys themselves.
CREATE TABLE idempotency_keys (
    user_id     bigint      NOT NULL REFERENCES users,
    path        text        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    resource_id bigint      NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, path, key)
);
