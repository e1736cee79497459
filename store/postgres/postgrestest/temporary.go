package postgrestest

// Temporary starts a private cluster for a program that isn't a test, with further settings such as "fsync=off", and gives how to
// stop it; if the program dies before, the cluster ends all the same. An error says what is missing here.
func Temporary(settings ...string) (s *Server, stop func(), err error) {
	if s, err = start(settings...); err != nil {
		return nil, nil, err
	}
	return s, s.cluster.stop, nil
}
