-- The first tables of the store. Names compare byte by byte, so that every machine sorts and locks alike.

-- One row per partition, locked FOR UPDATE by whoever writes there: what guards the rows of the other tables,
-- which therefore need no foreign key. `revision` is 0 until something was written; `head` ends the journal.
CREATE TABLE partitions (
    name text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL DEFAULT 0,
    seq bigint NOT NULL DEFAULT 0,
    size integer NOT NULL DEFAULT 0,
    lines bigint NOT NULL DEFAULT 0,
    head text NOT NULL DEFAULT ''
) WITH (fillfactor = 50);

-- `body` is the record as JSON, byte for byte, under its `seal`; `fields` is made from it, to be searched.
CREATE TABLE records (
    partition text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    in_table text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    seal text NOT NULL,
    fields jsonb NOT NULL GENERATED ALWAYS AS (body::jsonb) STORED,
    PRIMARY KEY (partition, seq),
    UNIQUE (partition, id)
);
CREATE INDEX records_by_field ON records USING gin (fields jsonb_path_ops);
CREATE INDEX records_waiting ON records (partition) WHERE in_table = 'outbox' AND fields ->> 'state' = 'waiting';

CREATE TABLE claims (
    partition text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    seal text NOT NULL,
    PRIMARY KEY (partition, name, value)
);

CREATE TABLE journal (
    partition text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    line text NOT NULL,
    PRIMARY KEY (partition, n)
);

CREATE TABLE blobs (digest text COLLATE "C" PRIMARY KEY, content bytea NOT NULL);

CREATE TABLE settings (name text COLLATE "C" PRIMARY KEY, body text NOT NULL, seal text NOT NULL);

-- Rewritten now and then, to know that a commit reaches the disk.
CREATE TABLE probe (one boolean PRIMARY KEY CHECK (one), at timestamptz NOT NULL);
