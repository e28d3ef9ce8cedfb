-- Who blocks whom, in each organization on its own.
--
-- Whoever blocks, or ends a block, locks the membership of the blocker first and then the conversation of the two, so
-- that no conversation begins and no message is stored at the same moment without seeing it.

CREATE TABLE blocks (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organizations,
    blocker_id      bigint      NOT NULL REFERENCES users,
    blocked_id      bigint      NOT NULL REFERENCES users,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (blocker_id <> blocked_id),
    UNIQUE (organization_id, blocker_id, blocked_id)
);

CREATE INDEX blocks_newest ON blocks (blocker_id, created_at, id);
