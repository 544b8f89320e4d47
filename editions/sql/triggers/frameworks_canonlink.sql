CREATE TRIGGER editions_added AFTER INSERT ON frameworks_canonlink REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('link', 'link');
CREATE TRIGGER editions_changed AFTER UPDATE ON frameworks_canonlink REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('link', 'link');
CREATE TRIGGER editions_gone AFTER DELETE ON frameworks_canonlink REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION editions_touch('link', 'link');
CREATE TRIGGER editions_in_a_set BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON frameworks_canonlink FOR EACH STATEMENT EXECUTE FUNCTION editions_in_a_set();
