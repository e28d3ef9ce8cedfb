-- What a group chat has and a conversation has not.

ALTER TABLE chats
    ADD COLUMN name         text,
    ADD COLUMN description  text   NOT NULL DEFAULT '',
    ADD COLUMN member_count bigint NOT NULL DEFAULT 0,
    ADD CHECK (kind = 'conversation' OR name IS NOT NULL);

COMMENT ON COLUMN chats.member_count IS 'members of a group chat who have not left; it is kept under the lock on the row';
