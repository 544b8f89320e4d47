CREATE TRIGGER editions_added AFTER INSERT ON taxonomy_level REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('level', 'code');
CREATE TRIGGER editions_changed AFTER UPDATE ON taxonomy_level REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('level', 'code');
CREATE TRIGGER editions_code_returns AFTER INSERT ON taxonomy_level REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_code_returns('level', 'code');
CREATE TRIGGER editions_gone AFTER DELETE ON taxonomy_level REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('level', 'code');
CREATE TRIGGER editions_in_a_set BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_level FOR EACH STATEMENT EXECUTE FUNCTION editions_in_a_set();
