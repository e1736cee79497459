package filestore

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// entry is one line of the log: one change of one account.
type entry struct {
	Account  botflow.AccountID
	Key      store.Key        // with Changes: what was named
	Changes  *store.Changeset `json:",omitempty"`
	Reader   *string          `json:",omitempty"` // acknowledges up to Position; 0: is known from now on
	Position uint64           `json:",omitempty"`
	Advance  *store.Consumer  `json:",omitempty"`
	Drop     *string          `json:",omitempty"` // a consumer
	Prune    *store.Retention `json:",omitempty"`
}

// line prints an entry as a line that tells whether it is whole: its checksum, a space, its JSON.
func (e *entry) line() ([]byte, error) {
	text, err := json.Marshal(e)
	return fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE(text), text), err
}

// whole takes the checksum off a line, and tells whether all of the line is there as it was written.
func whole(line []byte) (text []byte, ok bool) {
	if len(line) < 10 || line[len(line)-1] != '\n' {
		return nil, false
	}
	text = line[9 : len(line)-1]
	return text, string(line[:9]) == fmt.Sprintf("%08x ", crc32.ChecksumIEEE(text))
}

// openLog opens the file, made anew where there is none, and gives every entry to apply. A last line that isn't whole is what a crash
// left of a change that nobody was told of: it is cut off. Any other bad line is damage, and opening fails.
func openLog(path string, apply func(*entry) error) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	end, err := replay(f, apply)
	if err == nil {
		err = errors.Join(f.Truncate(end), f.Sync(), syncFolder(path))
	}
	if err == nil {
		_, err = f.Seek(end, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("filestore: open %s: %w", path, err), f.Close())
	}
	return f, nil
}

// replay applies every line and gives where the last whole one ends.
func replay(f *os.File, apply func(*entry) error) (end int64, err error) {
	for r := bufio.NewReader(f); ; {
		line, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) || len(line) == 0 {
			return end, notEOF(err)
		}
		text, ok := whole(line)
		if _, more := r.Peek(1); !ok && errors.Is(more, io.EOF) {
			return end, nil
		}
		var e entry
		if !ok {
			err = errors.New("its checksum is wrong: restore a copy of the file")
		} else if err = json.Unmarshal(text, &e); err == nil {
			err = apply(&e)
		}
		if err != nil {
			return end, fmt.Errorf("the line at byte %d: %w", end, err)
		}
		end += int64(len(line))
	}
}

func notEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// syncFolder makes sure that a new file's name is on the disk too.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
