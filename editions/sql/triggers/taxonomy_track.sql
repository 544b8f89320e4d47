CREATE TRIGGER editions_added AFTER INSERT ON taxonomy_track REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('track', 'code');
CREATE TRIGGER editions_changed AFTER UPDATE ON taxonomy_track REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('track', 'code');
CREATE TRIGGER editions_code_returns AFTER INSERT ON taxonomy_track REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_code_returns('track', 'code');
CREATE TRIGGER editions_gone AFTER DELETE ON taxonomy_track REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('track', 'code');
CREATE TRIGGER editions_in_a_set BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_track FOR EACH STATEMENT EXECUTE FUNCTION editions_in_a_set();
