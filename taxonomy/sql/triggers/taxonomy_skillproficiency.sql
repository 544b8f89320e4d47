CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_skillproficiency FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
