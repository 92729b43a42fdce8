-- Answers that the support gives again and again (B20).
CREATE TABLE canned_answer (
    id UUID NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    -- Without case and accents: two answers of one name would be mistaken for each other.
    title_key TEXT COLLATE "C" NOT NULL UNIQUE,
    desk TEXT NOT NULL,
    text_it TEXT NOT NULL,
    -- Empty where there is none: the Italian one is used.
    text_en TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL,
    version BIGINT NOT NULL
);
