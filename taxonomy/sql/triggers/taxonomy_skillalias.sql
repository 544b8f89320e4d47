CREATE TRIGGER name_is_free BEFORE INSERT OR UPDATE OF folded_name, slug ON taxonomy_skillalias FOR EACH ROW EXECUTE FUNCTION taxonomy_skill_name_is_free();
CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_skillalias FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER search_added AFTER INSERT ON taxonomy_skillalias REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_skillalias();
CREATE TRIGGER search_changed AFTER UPDATE ON taxonomy_skillalias REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_skillalias();
CREATE TRIGGER search_gone AFTER DELETE ON taxonomy_skillalias REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_skillalias();
