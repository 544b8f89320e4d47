CREATE TRIGGER raise_revision BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON frameworks_relation FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER unmixed BEFORE INSERT OR UPDATE OF target_id, activity_id ON frameworks_relation FOR EACH ROW EXECUTE FUNCTION frameworks_relation_is_unmixed();
