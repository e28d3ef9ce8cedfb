-- The order of a user's lists, coarsely, where an index can keep it: chats.updated_at moves with each message, and with it
-- indexed no row of a chat could be updated in place. Of a thousand chats only those are looked at that may come first.

ALTER TABLE chats ADD COLUMN active_from timestamptz NOT NULL DEFAULT now();
ALTER TABLE chat_members ADD COLUMN active_from timestamptz NOT NULL DEFAULT now();

COMMENT ON COLUMN chats.active_from IS 'updated_at is this, or less than an hour later';
COMMENT ON COLUMN chat_members.active_from IS 'that of the chat; not kept while the member has left';

UPDATE chats SET active_from = updated_at;
UPDATE chat_members m SET active_from = c.active_from FROM chats c WHERE c.id = m.chat_id;

DROP INDEX chat_members_user;
CREATE INDEX chat_members_user ON chat_members (user_id, active_from) WHERE left_at IS NULL;

-- Whatever moves a chat, it runs at most once an hour for each, after the statement, which holds the lock on the chat.
CREATE FUNCTION keep_active_from() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE chats SET active_from = NEW.updated_at WHERE id = NEW.id;
    UPDATE chat_members SET active_from = NEW.updated_at WHERE chat_id = NEW.id AND left_at IS NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER chats_active_from AFTER UPDATE OF updated_at ON chats FOR EACH ROW
  WHEN (NEW.updated_at < NEW.active_from OR NEW.updated_at >= NEW.active_from + interval '1 hour')
  EXECUTE FUNCTION keep_active_from();
