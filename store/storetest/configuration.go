package storetest

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

func directoryChecks() []Check {
	return []Check{
		{
			Duty: 2, Name: "the directory has a revision",
			Explain: "The configuration changed and its revision didn't, or the other way round: engines decide on an old one, or never stop refreshing it (F9).",
			Run:     probing(directoryHasARevision),
		},
	}
}

func directoryHasARevision(p *probe) {
	read := func(known uint64) (string, uint64) {
		d, revision, err := p.Directory(p.ctx, known)
		p.no(err, "directory")
		return store.Changeset{Directory: &d}.String(), revision
	}
	empty := store.Changeset{Directory: &directory.Directory{}}.String()
	text, revision := read(9)
	p.want(text == empty && revision == 0, "an account that was never configured has revision %d", revision)
	for i, d := range []*directory.Directory{staff("Ana"), staff("Ana", "Bob"), staff("Ana", "Bob"), {}} {
		p.write(store.Changeset{Directory: d})
		p.write(store.Changeset{Op: botflow.OpID(rune('a' + i))})
		want := uint64(i + 1)
		text, revision = read(0)
		p.want(revision == want, "after %d directories the revision is %d", want, revision)
		p.same("the directory", text, store.Changeset{Directory: d}.String())
		p.want(p.get(store.Key{}).Revision == want, "a load's revision is %d instead of %d", p.get(store.Key{}).Revision, want)
		text, revision = read(want)
		p.want(text == empty && revision == want, "a directory that is known already was given again, as revision %d", revision)
	}
}
