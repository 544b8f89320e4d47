CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON frameworks_activity FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER unmixed BEFORE INSERT OR UPDATE OF entry_id, parent_id ON frameworks_activity FOR EACH ROW EXECUTE FUNCTION frameworks_activity_is_unmixed();
