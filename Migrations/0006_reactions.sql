-- What people put on messages. The constraint serves the reading too: a message's reactions stand together.

CREATE TABLE reactions (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id bigint      NOT NULL REFERENCES messages,
    user_id    bigint      NOT NULL REFERENCES users,
    emoji      text        NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (message_id, user_id, emoji)
);
