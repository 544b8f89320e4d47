CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON editions_purge FOR EACH ROW EXECUTE FUNCTION editions_is_immutable('a purge');
CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON editions_purge FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
