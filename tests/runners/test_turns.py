"""Whose letter leaves next."""

from mailbot.runners.turns import Turns


def taken(turns, waiting, count):
    """Who comes when every letter is answered before the next is asked for."""
    order = []
    for letter in range(count):
        peer = turns.choose(waiting)
        order.append(peer[1])
        turns.took(letter, peer[1])
        turns.answered(letter)
    return order


def test_suppliers_take_turns():
    assert taken(Turns(1), [(1, 7), (1, 8), (1, 9)], 6) == [7, 8, 9, 7, 8, 9]


def test_a_cry_for_help_comes_before_alerts_and_alerts_before_answers():
    turns = Turns(3)
    assert turns.choose([(2, 1), (1, 2), (0, None)]) == (0, None)
    assert turns.choose([(2, 1), (1, 2)]) == (1, 2)


def test_nobody_has_every_connection_while_there_are_several():
    turns = Turns(3)
    turns.took(1, 7)
    turns.took(2, 7)
    assert turns.choose([(1, 7)]) is None
    assert turns.choose([(1, 7), (1, 8)]) == (1, 8)
    turns.answered(1)
    assert turns.choose([(1, 7)]) == (1, 7)


def test_the_only_connection_is_for_everybody():
    turns = Turns(1)
    assert turns.choose([(1, 7)]) == (1, 7)


def test_who_has_fewer_letters_in_hand_comes_first():
    turns = Turns(5)
    turns.took(1, 8)
    turns.took(2, 7)
    turns.took(3, 7)
    assert turns.choose([(1, 7), (1, 8)]) == (1, 8)
