package directory

// Equal tells whether two directories mean the same: [Diff] finds nothing between them. Lists whose order says nothing
// (inboxes, channels, assistants, tags, deleted inboxes) may be in any; that of enabled agents and of members counts, since
// it breaks ties.
func (d Directory) Equal(o Directory) bool { return len(Diff(d, o)) == 0 }
