CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON editions_code FOR EACH ROW EXECUTE FUNCTION editions_is_immutable('a code');
