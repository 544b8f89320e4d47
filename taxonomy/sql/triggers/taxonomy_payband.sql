CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_payband FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER search_added AFTER INSERT ON taxonomy_payband REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_of_profile();
CREATE TRIGGER search_changed AFTER UPDATE ON taxonomy_payband REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_of_profile();
CREATE TRIGGER search_gone AFTER DELETE ON taxonomy_payband REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_of_profile();
