-- What happened in a group chat besides messages, each at its change, for nodes that were not told of it in time. It is
-- read by what has become of it since. The writer of the next one removes those older than an hour.

CREATE TABLE chat_events (
    chat_id    bigint      NOT NULL REFERENCES chats,
    change     bigint      NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('member_added', 'member_removed', 'role_changed', 'chat_updated')),
    user_ids   bigint[]    NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chat_id, change)
);

COMMENT ON COLUMN chat_events.user_ids IS 'whom it happened to; none where it was the group chat itself';

-- Receipts are no changes: who was not told of them finds them by their time.
CREATE INDEX message_reads_newest ON message_reads (read_at);
