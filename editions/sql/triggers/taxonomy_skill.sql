CREATE TRIGGER editions_added AFTER INSERT ON taxonomy_skill REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('skill', 'slug');
CREATE TRIGGER editions_changed AFTER UPDATE ON taxonomy_skill REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('skill', 'slug');
CREATE TRIGGER editions_gone AFTER DELETE ON taxonomy_skill REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('skill', 'slug');
CREATE TRIGGER editions_in_a_set BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_skill FOR EACH STATEMENT EXECUTE FUNCTION editions_in_a_set();
CREATE TRIGGER editions_renamed AFTER UPDATE ON taxonomy_skill REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch_skill_names();
