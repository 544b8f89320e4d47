CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON frameworks_entry FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER unmixed BEFORE INSERT OR UPDATE OF framework_id, category_id ON frameworks_entry FOR EACH ROW EXECUTE FUNCTION frameworks_entry_is_unmixed();
