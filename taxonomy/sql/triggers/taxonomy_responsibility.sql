CREATE TRIGGER area_of_own_focus BEFORE INSERT OR UPDATE OF profile_id, area_id ON taxonomy_responsibility FOR EACH ROW WHEN ((new.area_id IS NOT NULL)) EXECUTE FUNCTION taxonomy_area_of_own_focus();
CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_responsibility FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER search_added AFTER INSERT ON taxonomy_responsibility REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_of_profile();
CREATE TRIGGER search_changed AFTER UPDATE ON taxonomy_responsibility REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_of_profile();
CREATE TRIGGER search_gone AFTER DELETE ON taxonomy_responsibility REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_of_profile();
