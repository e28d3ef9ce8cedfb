-- Conversations and group chats in one id space, and who is in them.
--
-- Every write to a chat locks its row first and looks with a fresh snapshot after. That makes last_position and
-- last_change dense and in commit order: last_position numbers the messages, last_change everything that happened.
-- The row is written for each message, so it keeps room for HOT updates and none of the counters is indexed.

CREATE TABLE chats (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id  bigint      NOT NULL REFERENCES organizations,
    kind             text        NOT NULL CHECK (kind IN ('conversation', 'group')),
    is_active        boolean     NOT NULL DEFAULT true,
    participant_low  bigint      REFERENCES users,
    participant_high bigint      REFERENCES users,
    created_by       bigint      NOT NULL REFERENCES users,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    last_position    bigint      NOT NULL DEFAULT 0,
    last_change      bigint      NOT NULL DEFAULT 0,
    live_count       bigint      NOT NULL DEFAULT 0,
    CHECK (kind = 'group' OR participant_low < participant_high)
) WITH (fillfactor = 70);

COMMENT ON COLUMN chats.live_count IS 'messages that are not deleted';

-- One active conversation for a pair in an organization.
CREATE UNIQUE INDEX chats_pair ON chats (organization_id, participant_low, participant_high)
 WHERE kind = 'conversation' AND is_active;

-- A member who left keeps the row, and with it what was sent and read, for the day of coming back.
-- Unread messages need no scan: chats.live_count - live_sent_count - read_count.
CREATE TABLE chat_members (
    chat_id             bigint      NOT NULL REFERENCES chats,
    user_id             bigint      NOT NULL REFERENCES users,
    role                text        NOT NULL DEFAULT 'member' CHECK (role IN ('admin', 'member')),
    joined_at           timestamptz NOT NULL DEFAULT now(),
    left_at             timestamptz,
    sent_count          bigint      NOT NULL DEFAULT 0,
    live_sent_count     bigint      NOT NULL DEFAULT 0,
    read_count          bigint      NOT NULL DEFAULT 0,
    read_through        bigint      NOT NULL DEFAULT 0,
    last_sent_rest_at   timestamptz,
    last_sent_socket_at timestamptz,
    PRIMARY KEY (chat_id, user_id)
) WITH (fillfactor = 70);

COMMENT ON COLUMN chat_members.sent_count IS 'messages sent by this member, deleted ones too';
COMMENT ON COLUMN chat_members.live_sent_count IS 'messages sent by this member that are not deleted';
COMMENT ON COLUMN chat_members.read_count IS 'messages by others that this member has read and that are not deleted';
COMMENT ON COLUMN chat_members.read_through IS 'every position up to this one is read';
COMMENT ON COLUMN chat_members.last_sent_rest_at IS 'the last message without a key sent over REST';
COMMENT ON COLUMN chat_members.last_sent_socket_at IS 'the last message without a key sent over a WebSocket';

CREATE INDEX chat_members_user ON chat_members (user_id, chat_id) WHERE left_at IS NULL;
