CREATE TRIGGER editions_added AFTER INSERT ON taxonomy_skillalias REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('skill', 'skill_id');
CREATE TRIGGER editions_changed AFTER UPDATE ON taxonomy_skillalias REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('skill', 'skill_id');
CREATE TRIGGER editions_gone AFTER DELETE ON taxonomy_skillalias REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('skill', 'skill_id');
CREATE TRIGGER editions_in_a_set BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_skillalias FOR EACH STATEMENT EXECUTE FUNCTION editions_in_a_set();
