CREATE TRIGGER code_is_fixed BEFORE UPDATE ON taxonomy_focus FOR EACH ROW WHEN ((((old.code)::text <> (new.code)::text) OR (old.function_id <> new.function_id))) EXECUTE FUNCTION taxonomy_code_is_fixed('the code');
CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_focus FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER search_added AFTER INSERT ON taxonomy_focus REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_focus();
CREATE TRIGGER search_changed AFTER UPDATE ON taxonomy_focus REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_focus();
CREATE TRIGGER search_gone AFTER DELETE ON taxonomy_focus REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_focus();
CREATE TRIGGER search_truncated AFTER TRUNCATE ON taxonomy_focus FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_truncated('focus');
