CREATE TRIGGER code_is_fixed BEFORE UPDATE ON taxonomy_track FOR EACH ROW WHEN (((old.code)::text <> (new.code)::text)) EXECUTE FUNCTION taxonomy_code_is_fixed('the code');
CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON taxonomy_track FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
