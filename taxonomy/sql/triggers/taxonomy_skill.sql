CREATE TRIGGER name_is_free BEFORE INSERT OR UPDATE OF folded_name, slug ON taxonomy_skill FOR EACH ROW EXECUTE FUNCTION taxonomy_skill_name_is_free();
CREATE TRIGGER no_circle AFTER INSERT OR UPDATE OF broader_id ON taxonomy_skill FOR EACH ROW WHEN ((new.broader_id IS NOT NULL)) EXECUTE FUNCTION taxonomy_skill_has_no_circle();
CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_skill FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER search_added AFTER INSERT ON taxonomy_skill REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_skill();
CREATE TRIGGER search_changed AFTER UPDATE ON taxonomy_skill REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_skill();
CREATE TRIGGER search_gone AFTER DELETE ON taxonomy_skill REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_skill();
CREATE TRIGGER search_truncated AFTER TRUNCATE ON taxonomy_skill FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_truncated('skill');
