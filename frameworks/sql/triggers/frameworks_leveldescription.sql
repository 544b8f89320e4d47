CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON frameworks_leveldescription FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER unmixed BEFORE INSERT OR UPDATE OF entry_id, level_id ON frameworks_leveldescription FOR EACH ROW EXECUTE FUNCTION frameworks_leveldescription_is_unmixed();
