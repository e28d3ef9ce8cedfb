-- Pictures of group chats. A new one has a new id, so that a URL never shows another picture than the one it was made for.

CREATE TABLE avatars (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id      bigint      NOT NULL UNIQUE REFERENCES chats,
    content_type text        NOT NULL,
    size         bigint      NOT NULL CHECK (size > 0),
    file_key     text        NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL DEFAULT now()
);
