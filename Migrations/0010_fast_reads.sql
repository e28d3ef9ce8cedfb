-- Whoever catches up on a long history has the tombstones in it counted by sender, from the index alone.

DROP INDEX messages_tombstones;
CREATE INDEX messages_tombstones ON messages (chat_id, position) INCLUDE (sender_id) WHERE deleted_at IS NOT NULL;
