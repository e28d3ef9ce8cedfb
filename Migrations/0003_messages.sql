-- Messages, each at its dense position in its chat, and who has read them.

CREATE TABLE messages (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id           bigint      NOT NULL REFERENCES chats,
    position          bigint      NOT NULL,
    sender_id         bigint      NOT NULL REFERENCES users,
    sender_position   bigint      NOT NULL,
    reply_to          bigint      REFERENCES messages,
    changed           bigint,
    created_at        timestamptz NOT NULL,
    edited_at         timestamptz,
    deleted_at        timestamptz,
    is_from_socket    boolean     NOT NULL,
    has_twin          boolean     NOT NULL DEFAULT false,
    client_message_id text,
    fingerprint       bytea,
    content           text        NOT NULL
);

COMMENT ON COLUMN messages.position IS 'dense number within the chat, in commit order';
COMMENT ON COLUMN messages.sender_position IS 'dense number among the messages of its sender in the chat';
COMMENT ON COLUMN messages.changed IS 'chats.last_change when it was last edited, deleted or reacted to';
COMMENT ON COLUMN messages.has_twin IS 'its second copy, sent without a key over the other transport, has been answered';
COMMENT ON COLUMN messages.fingerprint IS 'digest of what was sent under the key, so that a repeat with other content is noticed';

CREATE UNIQUE INDEX messages_position ON messages (chat_id, position);
CREATE INDEX messages_sender ON messages (chat_id, sender_id, position) INCLUDE (sender_position);
CREATE UNIQUE INDEX messages_key ON messages (chat_id, sender_id, client_message_id)
 WHERE client_message_id IS NOT NULL;
CREATE INDEX messages_changed ON messages (chat_id, changed) WHERE changed IS NOT NULL;
CREATE INDEX messages_tombstones ON messages (chat_id, position) WHERE deleted_at IS NOT NULL;

-- Reads as ranges of positions, so that reading a long history at once is one row. The ranges of a reader never
-- overlap; those above chat_members.read_through are single messages. A range may cover the reader's own messages,
-- which count as neither read nor unread.
CREATE TABLE message_reads (
    chat_id        bigint      NOT NULL,
    user_id        bigint      NOT NULL,
    first_position bigint      NOT NULL,
    last_position  bigint      NOT NULL CHECK (last_position >= first_position),
    read_at        timestamptz NOT NULL,
    PRIMARY KEY (chat_id, user_id, first_position),
    FOREIGN KEY (chat_id, user_id) REFERENCES chat_members
);
