-- Words that visitors looked for in vain, counted by month. Nothing says who asked.
CREATE TABLE words (
    series text COLLATE "C" NOT NULL,
    span bigint NOT NULL,
    word text COLLATE "C" NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (series, span, word)
) WITH (fillfactor = 50);
