-- What a database holds, a line a thing, in one order everywhere: the backup keeps it and the restore compares it.
-- Run by psql with -At inside the backup's snapshot, or in the restored database.
SELECT format('SELECT %L || count(*) FROM %I.%I', 'rows ' || c.relname || ' ', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
ORDER BY c.relname COLLATE "C" \gexec

-- Newer servers list NOT NULL among the constraints; older ones don't.
SELECT format('constraint %s %s %s %s', c.conrelid::regclass, c.conname, c.contype,
    CASE WHEN c.convalidated THEN 'valid' ELSE 'not valid' END)
FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE n.nspname = 'public' AND c.contype <> 'n' AND c.conrelid <> 0
ORDER BY c.conrelid::regclass::text COLLATE "C", c.conname COLLATE "C";

SELECT format('index %s %s', i.indexrelid::regclass, CASE WHEN i.indisvalid THEN 'valid' ELSE 'not valid' END)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public'
ORDER BY i.indexrelid::regclass::text COLLATE "C";

SELECT format('trigger %s %s %s', t.tgrelid::regclass, t.tgname, t.tgenabled)
FROM pg_trigger t WHERE NOT t.tgisinternal
ORDER BY t.tgrelid::regclass::text COLLATE "C", t.tgname COLLATE "C";

-- Owners are left out: a restore may name another one.
SELECT format('privilege %s %s %s', a.what, g.rolname, p.privilege_type)
FROM (
    SELECT c.relname::text AS what, c.relowner AS owner, c.relacl AS acl
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT c.relname || '.' || a.attname, c.relowner, a.attacl
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('%s(%s)', f.proname, pg_get_function_identity_arguments(f.oid)), f.proowner, f.proacl
    FROM pg_proc f WHERE f.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')
) AS a, aclexplode(a.acl) AS p JOIN pg_roles g ON g.oid = p.grantee
WHERE p.grantee <> a.owner
ORDER BY a.what COLLATE "C", g.rolname COLLATE "C", p.privilege_type COLLATE "C";

SELECT format('migration %s %s %s', version, name, checksum) FROM schema_migrations ORDER BY version;
