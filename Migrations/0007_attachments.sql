-- Files of messages. What is in the store of files is always owned by a row: by an attachment, or, while nothing owns
-- it, by a loose file. A key is loose before its file is put into the store, and until after it is removed from there.

CREATE TABLE loose_files (
    key       text        PRIMARY KEY,
    since     timestamptz NOT NULL DEFAULT now(),
    is_doomed boolean     NOT NULL DEFAULT false
);

COMMENT ON COLUMN loose_files.is_doomed IS 'to be removed; until then somebody may be about to own it';

CREATE TABLE attachments (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id     bigint      NOT NULL REFERENCES messages,
    chat_id        bigint      NOT NULL REFERENCES chats,
    place          integer     NOT NULL,
    type           text        NOT NULL CHECK (type IN ('image', 'video', 'document', 'audio')),
    file_name      text        NOT NULL,
    content_type   text        NOT NULL,
    size           bigint      NOT NULL CHECK (size > 0),
    width          integer,
    height         integer,
    file_key       text        NOT NULL UNIQUE,
    thumbnail_key  text        UNIQUE,
    thumbnail_size bigint,
    created_at     timestamptz NOT NULL
);

COMMENT ON COLUMN attachments.place IS 'from 1, in the order of the message';
COMMENT ON COLUMN attachments.content_type IS 'as found in the file, never as its sender said';
COMMENT ON COLUMN attachments.width IS 'pixels as shown; images only';

CREATE UNIQUE INDEX attachments_message ON attachments (message_id, place);
CREATE INDEX attachments_chat ON attachments (chat_id);

-- Chats that have ended and still have files.
CREATE TABLE ended_chats (
    chat_id bigint PRIMARY KEY REFERENCES chats
);
