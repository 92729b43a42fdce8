-- The mail host's role in Sigillo's database: it reads the directory's views, and nothing else.
-- Written by `sigillo mailhost config`, with the role's password in it. Run it once, as the tables'
-- owner or a superuser, in the panel's database; again whenever it is written anew:
--   psql --set ON_ERROR_STOP=1 --file {{ dir }}/reader.sql DATABASE
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{{ role }}') THEN
        CREATE ROLE {{ role }};
    END IF;
END
$$;
ALTER ROLE {{ role }} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{{ role_password }}';
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {{ role }};
GRANT USAGE ON SCHEMA public TO {{ role }};
GRANT SELECT ON dovecot_passdb, dovecot_userdb, dovecot_preservation, postfix_domain TO {{ role }};
