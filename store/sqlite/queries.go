package sqlite

import (
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// queries lists every statement that the store prepares.
func queries() []query {
	all := []query{
		lock, selectAccount, selectConversations, selectChats, selectContacts, selectAgents, selectAllAgents, selectSeats, selectAllSeats,
		selectInboxes, selectAllInboxes, selectResults, selectHuman, occupiedArea, occupiedHome, occupiedHolder,
		selectLastEvent, selectLastNote, selectChatOf,
		putAccount, putDirectory, insertConversation, putContact, putAgent, putInbox, putSeat, moveSeat,
		insertNote, insertEvent, insertResult, putJob, deleteJob,
		selectDirectory, selectDue, selectWaiting, selectNextOfAll, selectBusyAccounts,
		selectQueued, selectQueue, selectOne, selectInbox, selectReady, selectReadyBefore, selectReadyOrder, selectMembers, selectNamed,
		selectOfContact, selectHistory, selectNotes, selectFeed, selectLastGiven, selectWritten,
		selectConsumer, selectConsumers, makeAccount, nextMove, putConsumer, deleteConsumer, selectFeedEnd,
		selectJobs, membersArea, membersHome, membersHolder, selectLeads,
		deleteConversation, deleteNotes, deleteLastContact, scrubEvent, deleteResults, selectOldEvents, deleteEvent, selectOldChats, selectNewest,
		verifyConversations, verifyContacts, verifyAgents, verifyEvents, verifyNotes, verifyJobs,
	}
	for m := range moves {
		all = append(all, updateConversation(m))
	}
	for by := shelf.ByArea; by <= shelf.ByHolder; by++ {
		all = append(all, selectShelf(by, inbox.ByWaiting), selectShelf(by, inbox.ByRecency))
	}
	return all
}
