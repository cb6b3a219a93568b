-- Makes MentorDesk's database and the three roles around it, each with the least it can work with. Saying it again
-- changes nothing that is right. Needs PostgreSQL 15 or newer, and a role that may create roles and databases.
--
--   psql -X -d postgres -f deploy/postgres/roles.sql
--   psql -X -d postgres -v database=desk -v owner=desk_owner -v service=desk_service -v backup=desk_backup -f …
--
-- Nothing here sets a password: use `\password ROLE` in psql (it sends a hash), client certificates, or peer.
--
--   owner    owns the database and what is in it; migrations run as it, the service never does
--   service  reads and writes rows; what it may do in each table comes from `mentord migrate up --service-role`
--   backup   reads everything and writes nothing
\set ON_ERROR_STOP on
\if :{?database} \else \set database mentordesk \endif
\if :{?owner} \else \set owner mentordesk_owner \endif
\if :{?service} \else \set service mentordesk_service \endif
\if :{?backup} \else \set backup mentordesk_backup \endif
SET client_min_messages = warning;

-- A database of that name that belongs to somebody else is somebody else's.
SELECT EXISTS (SELECT FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
    WHERE d.datname = :'database' AND r.rolname <> :'owner') AS is_taken \gset
\if :is_taken
    \warn 'roles.sql: the database' :database 'exists and does not belong to' :owner
    SELECT 1 / 0 AS "nothing was changed";
\endif

SELECT format('CREATE ROLE %I', name)
FROM (VALUES (:'owner'), (:'service'), (:'backup')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

-- A superuser may say NOSUPERUSER; others may not even say it, and can't have made one.
SELECT format('ALTER ROLE %I LOGIN NOCREATEDB NOCREATEROLE%s', name,
    CASE WHEN me.rolsuper THEN ' NOSUPERUSER NOREPLICATION NOBYPASSRLS' ELSE '' END)
FROM (VALUES (:'owner'), (:'service'), (:'backup')) AS wanted (name),
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS me \gexec

GRANT pg_read_all_data TO :"backup";
ALTER ROLE :"backup" SET default_transaction_read_only = on;
-- The service ends its transactions itself; this ends what a cut-off machine left open with a mentor's lock in hand.
ALTER ROLE :"service" SET idle_in_transaction_session_timeout = '90s';
-- A migration that can't get its lock gives up instead of queueing everybody behind it.
ALTER ROLE :"owner" SET lock_timeout = '15s';

-- To give a database to a role one must be its member, unless one is a superuser.
SELECT format('GRANT %I TO CURRENT_USER', :'owner')
WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \gexec
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8''', :'database', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"service", :"backup";

\connect :"database"
-- Databases made by PostgreSQL 14 and older let everybody create in `public`.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
