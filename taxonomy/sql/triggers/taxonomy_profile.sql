CREATE TRIGGER code_is_fixed BEFORE UPDATE ON taxonomy_profile FOR EACH ROW WHEN ((((old.key)::text <> (new.key)::text) OR (old.focus_id <> new.focus_id) OR ((old.level_id)::text <> (new.level_id)::text) OR (old.function_id <> new.function_id))) EXECUTE FUNCTION taxonomy_code_is_fixed('the key');
CREATE TRIGGER coordinates BEFORE INSERT ON taxonomy_profile FOR EACH ROW EXECUTE FUNCTION taxonomy_profile_coordinates();
CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_profile FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER search_added AFTER INSERT ON taxonomy_profile REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_profile();
CREATE TRIGGER search_changed AFTER UPDATE ON taxonomy_profile REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_profile();
CREATE TRIGGER search_gone AFTER DELETE ON taxonomy_profile REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_profile();
CREATE TRIGGER search_truncated AFTER TRUNCATE ON taxonomy_profile FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_truncated('profile');
