/** Owns the schema as numbered steps: step n takes a database from `user_version` n - 1 to n. A released step never changes. */

export const MIGRATIONS: readonly string[] = [
  // `position` keeps the order in which rows were first put, also over VACUUM. Foreign keys are judged at COMMIT, so the rows of one
  // change may come in any order; nothing cascades, because a row that went unnamed could not be undone.
  `
  CREATE TABLE policy (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    settings TEXT CHECK (json_valid(settings))
  ) STRICT;
  INSERT INTO policy (id, revision, settings) VALUES (1, 0, NULL);

  CREATE TABLE token (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT,
    secret_hash TEXT NOT NULL UNIQUE,
    sealed_secret TEXT NOT NULL,
    secret_hint TEXT NOT NULL,
    max_connections INTEGER NOT NULL CHECK (max_connections >= 0),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    expires_at TEXT,
    user_type TEXT,
    user_id TEXT,
    messages_per_second REAL,
    burst INTEGER,
    note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((user_type IS NULL) = (user_id IS NULL))
  ) STRICT;

  CREATE TABLE tag (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    pattern TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE permission (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    token_id TEXT NOT NULL REFERENCES token (id) DEFERRABLE INITIALLY DEFERRED,
    tag_id TEXT NOT NULL REFERENCES tag (id) DEFERRABLE INITIALLY DEFERRED,
    access TEXT NOT NULL CHECK (access IN ('read', 'readwrite')),
    UNIQUE (token_id, tag_id)
  ) STRICT;
  CREATE INDEX permission_of_tag ON permission (tag_id);

  CREATE TABLE audit (
    revision INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    summary TEXT NOT NULL CHECK (json_valid(summary)),
    revertible INTEGER NOT NULL CHECK (revertible IN (0, 1)),
    effect TEXT CHECK (json_valid(effect)),
    reverted_by INTEGER,
    undo TEXT NOT NULL CHECK (json_valid(undo))
  ) STRICT;
  `,
  // Documents of the library: their fields are the contract's, so the table knows only what it orders and checks by.
  `
  CREATE TABLE document (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL CHECK (json_valid(body))
  ) STRICT;
  `,
  // Rooms of the chat dialect. Here rows do cascade: a room goes with all that is its own, and nothing of it is ever undone.
  // AUTOINCREMENT: the id of a message that was pruned is never given again.
  `
  CREATE TABLE chat_room (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('public', 'private', 'direct')),
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE chat_member (
    position INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES chat_room (position) ON DELETE CASCADE,
    user_type TEXT NOT NULL,
    user_id TEXT NOT NULL,
    added_at TEXT NOT NULL,
    UNIQUE (room, user_type, user_id)
  ) STRICT;

  CREATE TABLE chat_message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room INTEGER NOT NULL REFERENCES chat_room (position) ON DELETE CASCADE,
    body TEXT NOT NULL,
    user_type TEXT,
    user_id TEXT,
    created_at TEXT NOT NULL,
    CHECK ((user_type IS NULL) = (user_id IS NULL))
  ) STRICT;
  CREATE INDEX chat_message_of_room ON chat_message (room, id);
  `,
  // What people call a subject, where that is not its id.
  `
  ALTER TABLE token ADD COLUMN username TEXT;
  ALTER TABLE chat_member ADD COLUMN username TEXT;
  ALTER TABLE chat_message ADD COLUMN username TEXT;
  `,
];
