CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON frameworks_practice FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER unmixed BEFORE INSERT OR UPDATE OF entry_id, level_id ON frameworks_practice FOR EACH ROW EXECUTE FUNCTION frameworks_practice_is_unmixed();
