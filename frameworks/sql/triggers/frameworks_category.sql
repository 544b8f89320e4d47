CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON frameworks_category FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER unmixed BEFORE INSERT OR UPDATE OF framework_id, parent_id ON frameworks_category FOR EACH ROW EXECUTE FUNCTION frameworks_category_is_unmixed();
