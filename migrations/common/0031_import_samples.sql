-- The cells of a file that are shown beside its headings go with its rows. Those of imports whose rows are gone
-- already go when the server, which forgets rows, comes by once more.
UPDATE job SET rows_forgotten = FALSE WHERE rows_forgotten AND kind = 'import';
