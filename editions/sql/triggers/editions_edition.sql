CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON editions_edition FOR EACH ROW EXECUTE FUNCTION editions_is_immutable('an edition');
