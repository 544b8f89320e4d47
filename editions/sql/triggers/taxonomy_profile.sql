CREATE TRIGGER editions_added AFTER INSERT ON taxonomy_profile REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('profile', 'key', 'part');
CREATE TRIGGER editions_changed AFTER UPDATE ON taxonomy_profile REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('profile', 'key');
CREATE TRIGGER editions_code_returns AFTER INSERT ON taxonomy_profile REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_code_returns('profile', 'key');
CREATE TRIGGER editions_gone AFTER DELETE ON taxonomy_profile REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('profile', 'key');
CREATE TRIGGER editions_in_a_set BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_profile FOR EACH STATEMENT EXECUTE FUNCTION editions_in_a_set();
CREATE TRIGGER editions_succession_ends AFTER UPDATE OF status ON taxonomy_profile FOR EACH ROW WHEN ((((old.status)::text = 'retired'::text) AND ((new.status)::text <> 'retired'::text))) EXECUTE FUNCTION editions_succession_ends();
