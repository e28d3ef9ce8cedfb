using Connectify.Faults.Checking;
using Connectify.Faults.Recording;
using static Connectify.Tests.Faults.Tale;

namespace Connectify.Tests.Faults;

/// <summary>The checker of the fault suite finds each fault that is planted in a sound history, and nothing else.</summary>
public sealed class CheckerTests
{
    private readonly Tale _tale = new();

    [Fact]
    public void A_sound_history_passes() => _tale.Faults().ShouldBeEmpty();

    [Fact]
    public void A_token_in_a_log_is_found_and_not_told_again()
    {
        string[] lines = ["nothing but eyJ, and a dot.", "GET /ws?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl failed"];

        var told = Logs.Check("one", lines).ShouldHaveSingleItem();

        (told.Fault, told.Text).ShouldBe((Fault.ToldToken, "one: GET /ws?token=(a token) failed"));
    }

    [Fact]
    public void A_message_that_was_acknowledged_and_is_not_there_is_lost()
    {
        var operation = new Operation("key of nothing", Chat, Alice, 7, "ws");
        operation.Attempts.Add(new Attempt(At(13), At(13) + 10, Outcome.Ok, 999, 13, ""));
        _tale.Operations.Add(operation);

        Flags(Fault.Lost);
    }

    [Fact]
    public void A_message_that_nobody_sent_is_a_phantom()
    {
        Append(Message(13));

        Flags(Fault.Phantom);
    }

    [Fact]
    public void A_key_that_is_there_twice_is_a_duplicate()
    {
        Append(Message(12) with { Id = 113, Position = 13 });

        Flags(Fault.Duplicate);
    }

    [Fact]
    public void A_second_id_for_a_key_is_a_duplicate()
    {
        _tale.Operations[6].Attempts[0] = _tale.Operations[6].Attempts[0] with { Id = 999, Outcome = Outcome.Ok };
        _tale.Operations[6].Attempts.Insert(0, new Attempt(At(7), At(7) + 5, Outcome.Unknown, null, null, "503"));

        Flags(Fault.Duplicate);
    }

    [Fact]
    public void A_refused_message_that_somebody_saw_is_an_aborted_read()
    {
        var operation = new Operation("key 13", Chat, Alice, 7, "rest");
        operation.Attempts.Add(new Attempt(At(13), At(13) + 10, Outcome.Fail, null, null, "403"));
        _tale.Operations.Add(operation);
        _tale.Expectation = _tale.Expectation with { MayRefuse = true };
        Append(Message(13));

        Flags(Fault.AbortedRead);
    }

    [Fact]
    public void An_outcome_that_stays_unknown_is_unresolved()
    {
        var operation = new Operation("key 13", Chat, Alice, 7, "rest");
        operation.Attempts.Add(new Attempt(At(13), At(13) + 10, Outcome.Unknown, null, null, "503"));
        _tale.Operations.Add(operation);

        Flags(Fault.Unresolved);
    }

    [Fact]
    public void Messages_of_two_senders_in_the_wrong_order_are_found()
    {
        Swap(8, 9);

        Flags(Fault.RealTimeOrder);
    }

    [Fact]
    public void Messages_of_one_sender_in_the_wrong_order_are_found()
    {
        _tale.Operations[8] = Moved(_tale.Operations[8], Bob);
        var message = Message(9) with { Sender = Bob };
        Everywhere(9, _ => message);
        Swap(8, 9);

        Flags(Fault.SenderOrder);
    }

    [Fact]
    public void A_missing_position_is_a_gap()
    {
        foreach (var messages in _tale.Final.Values)
        {
            messages[^1] = messages[^1] with { Position = 13 };
        }

        Shows(message => message.Position == 12, message => message with { Position = 13 });
        _tale.Operations[^1].Attempts[0] = _tale.Operations[^1].Attempts[0] with { Position = 13 };

        _tale.Faults().Distinct().ShouldBe([Fault.PositionGap, Fault.StreamGap]);
    }

    [Fact]
    public void An_answer_without_what_was_acknowledged_is_stale()
    {
        _tale.Looks.Add(new Look(At(8) + 200, At(8) + 210, Chat, "node2", 7));

        Flags(Fault.StaleRead);
    }

    [Fact]
    public void Two_nodes_that_tell_a_message_differently_disagree()
    {
        _tale.Final["node2"][7] = _tale.Final["node2"][7] with { Content = "something else" };

        Flags(Fault.Disagreement);
    }

    [Fact]
    public void A_reader_who_saw_another_message_at_a_position_disagrees()
    {
        Shows(message => message.Position == 11, message => message with { Id = 999 }, _tale.Steady);

        Flags(Fault.Disagreement);
    }

    [Fact]
    public void A_message_that_a_reader_was_not_shown_is_a_gap_in_the_stream()
    {
        _tale.Steady.RemoveAll(entry => entry is Shown { Message.Position: 8 });

        Flags(Fault.StreamGap);
    }

    [Fact]
    public void A_message_that_was_missed_while_away_is_a_gap_in_the_stream()
    {
        _tale.Resumed.RemoveAll(entry => entry is Shown { Message.Position: 7 });

        Flags(Fault.StreamGap);
    }

    [Fact]
    public void The_last_messages_missing_is_a_gap_in_the_stream()
    {
        _tale.Steady.RemoveAll(entry => entry is Shown { Message.Position: > 10 });

        Flags(Fault.StreamGap);
    }

    [Fact]
    public void Two_messages_shown_in_the_wrong_order_are_an_inversion()
    {
        var at = _tale.Steady.FindIndex(entry => entry is Shown { Message.Position: 8 });
        (_tale.Steady[at], _tale.Steady[at + 1]) = (_tale.Steady[at + 1], _tale.Steady[at]);

        Flags(Fault.StreamInversion);
    }

    [Fact]
    public void A_message_shown_again_after_resuming_is_a_repeat()
    {
        var at = _tale.Resumed.FindIndex(entry => entry is Resumed);
        _tale.Resumed.Insert(at, new Shown(At(6) + 850, Message(6)));

        Flags(Fault.StreamRepeat);
    }

    [Fact]
    public void A_cursor_of_which_the_service_says_nothing_is_a_gap_in_the_stream()
    {
        _tale.Resumed.RemoveAll(entry => entry is Resumed or Resynced);
        _tale.Resumed.Add(new HasRead(At(30), Bob, [103], 103));

        _tale.Faults().ShouldAllBe(fault => fault == Fault.StreamGap);
        _tale.Faults().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_frame_to_someone_who_may_listen_no_longer_is_found()
    {
        _tale.Revocations.Add(new Revocation(At(11), Alice, Chat, TimeSpan.FromSeconds(1), 4004));
        _tale.Steady.Add(new Closed(At(11) + 900_000, 4004, ""));

        Flags(Fault.FrameAfterRevocation);
    }

    [Fact]
    public void A_socket_that_outlives_the_right_to_it_is_found()
    {
        _tale.Revocations.Add(new Revocation(At(13), Alice, null, TimeSpan.FromSeconds(1), 4003));

        Flags(Fault.SocketLeftOpen);
    }

    [Fact]
    public void Frames_that_do_not_add_up_are_found()
    {
        _tale.Steady.RemoveAll(entry => entry is Reacted { IsThere: false });

        Flags(Fault.WrongFold);
    }

    [Fact]
    public void A_deletion_that_was_not_shown_is_found()
    {
        _tale.Steady.RemoveAll(entry => entry is Deleted);

        Flags(Fault.WrongFold);
    }

    [Fact]
    public void An_edit_that_was_acknowledged_and_is_not_there_is_found()
    {
        Everywhere(3, message => message with { Content = "text 3", IsEdited = false });
        _tale.Steady.RemoveAll(entry => entry is Updated);
        _tale.Resumed.RemoveAll(entry => entry is Updated);

        Flags(Fault.LostChange);
    }

    [Fact]
    public void A_receipt_that_goes_back_is_found()
    {
        _tale.Steady.Add(new HasRead(At(13), Bob, [101], 101));

        Flags(Fault.ReceiptWentBack);
    }

    [Fact]
    public void What_was_read_and_is_unread_again_is_found()
    {
        foreach (var messages in _tale.Final.Values)
        {
            messages[0] = messages[0] with { ReadBy = [] };
        }

        Flags(Fault.ReceiptWentBack);
    }

    [Fact]
    public void A_wrong_count_of_what_is_unread_is_found()
    {
        _tale.Unread[0] = _tale.Unread[0] with { Count = 4 };

        Flags(Fault.ReceiptWentBack);
    }

    [Fact]
    public void A_status_that_is_never_given_is_found()
    {
        _tale.Answers.Add(new Answer(10, 20, 500, "node2", "GET /"));

        Flags(Fault.WrongAnswer);
    }

    [Fact]
    public void A_run_without_messages_proves_nothing()
    {
        _tale.Operations.Clear();
        _tale.Final.Clear();

        _tale.Faults().ShouldContain(Fault.ProvedNothing);
    }

    [Fact]
    public void A_chat_of_which_nobody_tells_in_the_end_proves_nothing()
    {
        _tale.Final.Clear();

        Flags(Fault.ProvedNothing);
    }

    [Fact]
    public void A_fault_of_the_database_that_hid_no_outcome_proves_nothing()
    {
        _tale.Operations[6].Attempts.RemoveAt(0);

        Flags(Fault.ProvedNothing);
    }

    [Fact]
    public void A_cut_after_which_nobody_came_back_proves_nothing()
    {
        _tale.Resumed.Clear();
        _tale.Resumed.AddRange(_tale.Steady);

        Flags(Fault.ProvedNothing);
    }

    private void Flags(Fault fault) => _tale.Faults().ShouldBe([fault]);

    private void Append(Message message)
    {
        foreach (var messages in _tale.Final.Values)
        {
            messages.Add(message);
        }

        _tale.Steady.Add(new Shown(At(13), message));
        _tale.Resumed.Add(new Shown(At(13), message));
        _tale.Unread.Clear();
    }

    private void Swap(int one, int other)
    {
        foreach (var messages in _tale.Final.Values)
        {
            (messages[one - 1], messages[other - 1]) =
                (messages[other - 1] with { Position = one }, messages[one - 1] with { Position = other });
        }

        foreach (var stream in new[] { _tale.Steady, _tale.Resumed })
        {
            Shows(message => message.Position == one || message.Position == other, message => _tale.Final["node1"][(int)message.Position - 1], stream);
            var filled = stream.FindLastIndex(entry => entry is Filled);
            stream[filled] = ((Filled)stream[filled]) with { Messages = [.. ((Filled)stream[filled]).Messages.Select(message => _tale.Final["node1"][(int)message.Position - 1])] };
        }

        Reposition(one, other);
    }

    private void Reposition(int one, int other)
    {
        var (first, second) = (_tale.Operations[one - 1].Attempts, _tale.Operations[other - 1].Attempts);
        (first[^1], second[^1]) = (first[^1] with { Position = other }, second[^1] with { Position = one });
    }

    private void Everywhere(int position, Func<Message, Message> change)
    {
        foreach (var messages in _tale.Final.Values)
        {
            messages[position - 1] = change(messages[position - 1]);
        }

        foreach (var stream in new[] { _tale.Steady, _tale.Resumed })
        {
            var filled = stream.FindLastIndex(entry => entry is Filled);
            stream[filled] = ((Filled)stream[filled]) with
            {
                Messages = [.. ((Filled)stream[filled]).Messages.Select(message => message.Position == position ? change(message) : message)],
            };
            Shows(message => message.Position == position, change, stream);
        }

        _tale.Unread.Clear();
    }

    private void Shows(Func<Message, bool> which, Func<Message, Message> change, List<Entry>? only = null)
    {
        foreach (var stream in only is null ? new[] { _tale.Steady, _tale.Resumed } : [only])
        {
            for (var at = 0; at < stream.Count; at++)
            {
                if (stream[at] is Shown shown && which(shown.Message))
                {
                    stream[at] = shown with { Message = change(shown.Message) };
                }
            }
        }
    }

    private static Operation Moved(Operation operation, long sender)
    {
        var moved = operation with { Sender = sender };
        moved.Attempts.AddRange(operation.Attempts);

        return moved;
    }
}
