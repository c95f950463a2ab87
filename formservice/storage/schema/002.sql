-- Counts that a crash may forget: never written to the log, so that counting a send costs no sync.
CREATE UNLOGGED TABLE tallies (
    digest text COLLATE "C" PRIMARY KEY,
    span bigint NOT NULL,
    count integer NOT NULL
) WITH (fillfactor = 50);
