-- Contracts: whatever forgets asks whether something is held, and not in which matter. No version ever read it there.
REVOKE SELECT ON legal_hold FROM throughline_system;
GRANT SELECT (id, tenant_id, person_id, school_id, from_on, to_on, lifted_at) ON legal_hold TO throughline_system;
