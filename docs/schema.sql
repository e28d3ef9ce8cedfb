-- The whole schema as the migrations leave it. A test compares it with the database; to write it anew:
-- CONNECTIFY_WRITE_DOCS=1 dotnet test

CREATE TABLE attachments (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    message_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    place integer NOT NULL,
    type text NOT NULL,
    file_name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    width integer,
    height integer,
    file_key text NOT NULL,
    thumbnail_key text,
    thumbnail_size bigint,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT attachments_pkey PRIMARY KEY (id),
    CONSTRAINT attachments_file_key_key UNIQUE (file_key),
    CONSTRAINT attachments_thumbnail_key_key UNIQUE (thumbnail_key),
    CONSTRAINT attachments_chat_id_fkey FOREIGN KEY (chat_id) REFERENCES chats(id),
    CONSTRAINT attachments_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
    CONSTRAINT attachments_size_check CHECK ((size > 0)),
    CONSTRAINT attachments_type_check CHECK ((type = ANY (ARRAY['image'::text, 'video'::text, 'document'::text, 'audio'::text])))
);
COMMENT ON COLUMN attachments.place IS 'from 1, in the order of the message';
COMMENT ON COLUMN attachments.content_type IS 'as found in the file, never as its sender said';
COMMENT ON COLUMN attachments.width IS 'pixels as shown; images only';
CREATE INDEX attachments_chat ON attachments USING btree (chat_id);
CREATE UNIQUE INDEX attachments_message ON attachments USING btree (message_id, place);

CREATE TABLE avatars (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    chat_id bigint NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    file_key text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT avatars_pkey PRIMARY KEY (id),
    CONSTRAINT avatars_chat_id_key UNIQUE (chat_id),
    CONSTRAINT avatars_file_key_key UNIQUE (file_key),
    CONSTRAINT avatars_chat_id_fkey FOREIGN KEY (chat_id) REFERENCES chats(id),
    CONSTRAINT avatars_size_check CHECK ((size > 0))
);

CREATE TABLE blocks (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    organization_id bigint NOT NULL,
    blocker_id bigint NOT NULL,
    blocked_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT blocks_pkey PRIMARY KEY (id),
    CONSTRAINT blocks_organization_id_blocker_id_blocked_id_key UNIQUE (organization_id, blocker_id, blocked_id),
    CONSTRAINT blocks_blocked_id_fkey FOREIGN KEY (blocked_id) REFERENCES users(id),
    CONSTRAINT blocks_blocker_id_fkey FOREIGN KEY (blocker_id) REFERENCES users(id),
    CONSTRAINT blocks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
    CONSTRAINT blocks_check CHECK ((blocker_id <> blocked_id))
);
CREATE INDEX blocks_newest ON blocks USING btree (blocker_id, created_at, id);

CREATE TABLE chat_events (
    chat_id bigint NOT NULL,
    change bigint NOT NULL,
    kind text NOT NULL,
    user_ids bigint[] NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT chat_events_pkey PRIMARY KEY (chat_id, change),
    CONSTRAINT chat_events_chat_id_fkey FOREIGN KEY (chat_id) REFERENCES chats(id),
    CONSTRAINT chat_events_kind_check CHECK ((kind = ANY (ARRAY['member_added'::text, 'member_removed'::text, 'role_changed'::text, 'chat_updated'::text])))
);
COMMENT ON COLUMN chat_events.user_ids IS 'whom it happened to; none where it was the group chat itself';

CREATE TABLE chat_members (
    chat_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL DEFAULT 'member'::text,
    joined_at timestamp with time zone NOT NULL DEFAULT now(),
    left_at timestamp with time zone,
    sent_count bigint NOT NULL DEFAULT 0,
    live_sent_count bigint NOT NULL DEFAULT 0,
    read_count bigint NOT NULL DEFAULT 0,
    read_through bigint NOT NULL DEFAULT 0,
    last_sent_rest_at timestamp with time zone,
    last_sent_socket_at timestamp with time zone,
    active_from timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT chat_members_pkey PRIMARY KEY (chat_id, user_id),
    CONSTRAINT chat_members_chat_id_fkey FOREIGN KEY (chat_id) REFERENCES chats(id),
    CONSTRAINT chat_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
    CONSTRAINT chat_members_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'member'::text])))
) WITH (fillfactor=70);
COMMENT ON COLUMN chat_members.sent_count IS 'messages sent by this member, deleted ones too';
COMMENT ON COLUMN chat_members.live_sent_count IS 'messages sent by this member that are not deleted';
COMMENT ON COLUMN chat_members.read_count IS 'messages by others that this member has read and that are not deleted';
COMMENT ON COLUMN chat_members.read_through IS 'every position up to this one is read';
COMMENT ON COLUMN chat_members.last_sent_rest_at IS 'the last message without a key sent over REST';
COMMENT ON COLUMN chat_members.last_sent_socket_at IS 'the last message without a key sent over a WebSocket';
COMMENT ON COLUMN chat_members.active_from IS 'that of the chat; not kept while the member has left';
CREATE INDEX chat_members_user ON chat_members USING btree (user_id, active_from) WHERE (left_at IS NULL);

CREATE TABLE chats (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    organization_id bigint NOT NULL,
    kind text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    participant_low bigint,
    participant_high bigint,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    last_position bigint NOT NULL DEFAULT 0,
    last_change bigint NOT NULL DEFAULT 0,
    live_count bigint NOT NULL DEFAULT 0,
    name text,
    description text NOT NULL DEFAULT ''::text,
    member_count bigint NOT NULL DEFAULT 0,
    active_from timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT chats_pkey PRIMARY KEY (id),
    CONSTRAINT chats_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id),
    CONSTRAINT chats_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
    CONSTRAINT chats_participant_high_fkey FOREIGN KEY (participant_high) REFERENCES users(id),
    CONSTRAINT chats_participant_low_fkey FOREIGN KEY (participant_low) REFERENCES users(id),
    CONSTRAINT chats_check CHECK (((kind = 'group'::text) OR (participant_low < participant_high))),
    CONSTRAINT chats_check1 CHECK (((kind = 'conversation'::text) OR (name IS NOT NULL))),
    CONSTRAINT chats_kind_check CHECK ((kind = ANY (ARRAY['conversation'::text, 'group'::text])))
) WITH (fillfactor=70);
COMMENT ON COLUMN chats.live_count IS 'messages that are not deleted';
COMMENT ON COLUMN chats.member_count IS 'members of a group chat who have not left; it is kept under the lock on the row';
COMMENT ON COLUMN chats.active_from IS 'updated_at is this, or less than an hour later';
CREATE UNIQUE INDEX chats_pair ON chats USING btree (organization_id, participant_low, participant_high) WHERE ((kind = 'conversation'::text) AND is_active);
CREATE OR REPLACE FUNCTION keep_active_from()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    UPDATE chats SET active_from = NEW.updated_at WHERE id = NEW.id;
    UPDATE chat_members SET active_from = NEW.updated_at WHERE chat_id = NEW.id AND left_at IS NULL;
    RETURN NULL;
END
$function$;
CREATE TRIGGER chats_active_from AFTER UPDATE OF updated_at ON chats FOR EACH ROW WHEN (((new.updated_at < new.active_from) OR (new.updated_at >= (new.active_from + '01:00:00'::interval)))) EXECUTE FUNCTION keep_active_from();

CREATE TABLE ended_chats (
    chat_id bigint NOT NULL,
    CONSTRAINT ended_chats_pkey PRIMARY KEY (chat_id),
    CONSTRAINT ended_chats_chat_id_fkey FOREIGN KEY (chat_id) REFERENCES chats(id)
);

CREATE TABLE idempotency_keys (
    user_id bigint NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    resource_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, path, key),
    CONSTRAINT idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

CREATE TABLE loose_files (
    key text NOT NULL,
    since timestamp with time zone NOT NULL DEFAULT now(),
    is_doomed boolean NOT NULL DEFAULT false,
    CONSTRAINT loose_files_pkey PRIMARY KEY (key)
);
COMMENT ON COLUMN loose_files.is_doomed IS 'to be removed; until then somebody may be about to own it';

CREATE TABLE message_reads (
    chat_id bigint NOT NULL,
    user_id bigint NOT NULL,
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    read_at timestamp with time zone NOT NULL,
    CONSTRAINT message_reads_pkey PRIMARY KEY (chat_id, user_id, first_position),
    CONSTRAINT message_reads_chat_id_user_id_fkey FOREIGN KEY (chat_id, user_id) REFERENCES chat_members(chat_id, user_id),
    CONSTRAINT message_reads_check CHECK ((last_position >= first_position))
);
CREATE INDEX message_reads_newest ON message_reads USING btree (read_at);

CREATE TABLE messages (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    chat_id bigint NOT NULL,
    "position" bigint NOT NULL,
    sender_id bigint NOT NULL,
    sender_position bigint NOT NULL,
    reply_to bigint,
    changed bigint,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    is_from_socket boolean NOT NULL,
    has_twin boolean NOT NULL DEFAULT false,
    client_message_id text,
    fingerprint bytea,
    content text NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (id),
    CONSTRAINT messages_chat_id_fkey FOREIGN KEY (chat_id) REFERENCES chats(id),
    CONSTRAINT messages_reply_to_fkey FOREIGN KEY (reply_to) REFERENCES messages(id),
    CONSTRAINT messages_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES users(id)
);
COMMENT ON COLUMN messages."position" IS 'dense number within the chat, in commit order';
COMMENT ON COLUMN messages.sender_position IS 'dense number among the messages of its sender in the chat';
COMMENT ON COLUMN messages.changed IS 'chats.last_change when it was last edited, deleted or reacted to';
COMMENT ON COLUMN messages.has_twin IS 'its second copy, sent without a key over the other transport, has been answered';
COMMENT ON COLUMN messages.fingerprint IS 'digest of what was sent under the key, so that a repeat with other content is noticed';
CREATE INDEX messages_changed ON messages USING btree (chat_id, changed) WHERE (changed IS NOT NULL);
CREATE UNIQUE INDEX messages_key ON messages USING btree (chat_id, sender_id, client_message_id) WHERE (client_message_id IS NOT NULL);
CREATE UNIQUE INDEX messages_position ON messages USING btree (chat_id, "position");
CREATE INDEX messages_sender ON messages USING btree (chat_id, sender_id, "position") INCLUDE (sender_position);
CREATE INDEX messages_tombstones ON messages USING btree (chat_id, "position") INCLUDE (sender_id) WHERE (deleted_at IS NOT NULL);

CREATE TABLE organization_members (
    organization_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    is_active boolean NOT NULL,
    awaits_activation boolean NOT NULL,
    joined_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT organization_members_pkey PRIMARY KEY (organization_id, user_id),
    CONSTRAINT organization_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
    CONSTRAINT organization_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
    CONSTRAINT organization_members_check CHECK ((NOT (is_active AND awaits_activation))),
    CONSTRAINT organization_members_role_check CHECK ((role = ANY (ARRAY['SUPERUSER'::text, 'ADMIN'::text, 'STAFF'::text, 'USER'::text])))
);
CREATE INDEX organization_members_user ON organization_members USING btree (user_id);

CREATE TABLE organizations (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT organizations_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX organizations_name ON organizations USING btree (lower(name));

CREATE TABLE reactions (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    message_id bigint NOT NULL,
    user_id bigint NOT NULL,
    emoji text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT reactions_pkey PRIMARY KEY (id),
    CONSTRAINT reactions_message_id_user_id_emoji_key UNIQUE (message_id, user_id, emoji),
    CONSTRAINT reactions_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
    CONSTRAINT reactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

CREATE TABLE sessions (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    user_id bigint NOT NULL,
    generation integer NOT NULL DEFAULT 1,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX sessions_user ON sessions USING btree (user_id);

CREATE TABLE users (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    username text NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    first_name text NOT NULL DEFAULT ''::text,
    last_name text NOT NULL DEFAULT ''::text,
    bio text NOT NULL DEFAULT ''::text,
    dob date,
    profile_image text,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX users_email ON users USING btree (lower(email));
CREATE UNIQUE INDEX users_username ON users USING btree (lower(username));
