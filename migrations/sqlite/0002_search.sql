-- Contains-search by trigrams. The table keeps its own copy of the names, keyed by the mailbox's id:
-- the implicit rowid of `mailbox` may change when the file is vacuumed. A name never changes and a
-- row never goes, so inserting is all there is to follow.
CREATE VIRTUAL TABLE mailbox_search USING fts5 (local_part, mailbox_id UNINDEXED, tokenize = 'trigram');

CREATE TRIGGER mailbox_search_insert AFTER INSERT ON mailbox BEGIN
    INSERT INTO mailbox_search (local_part, mailbox_id) VALUES (new.local_part, new.id);
END;
