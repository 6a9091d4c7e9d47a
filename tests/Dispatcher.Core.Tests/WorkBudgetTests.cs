namespace Dispatcher.Core.Tests;

public sealed class WorkBudgetTests
{
    [Theory]
    [InlineData(3, 3, false)]
    [InlineData(3, 2, true)]
    public void The_last_step_spends_it(long steps, int taken, bool isLeft)
    {
        var budget = new WorkBudget(steps);
        bool last = true;
        for (int n = 0; n < taken; n++)
            last = budget.Spend(1);
        Assert.Equal(isLeft, last);
        Assert.Equal(!isLeft, budget.IsSpent);
    }

    [Fact]
    public void A_clock_is_asked_every_few_thousand_steps_and_what_it_ends_stays_ended()
    {
        int asked = 0;
        bool isOver = false;
        var budget = new WorkBudget(1_000_000, () =>
        {
            asked++;
            return isOver;
        });
        for (int n = 0; n < 10_000; n++)
            Assert.True(budget.Spend(1));
        Assert.Equal(2, asked);

        isOver = true;
        while (budget.Spend(1)) { }
        isOver = false;
        Assert.Equal(3, asked);
        Assert.False(budget.Spend(1));
        Assert.True(budget.IsSpent);
    }

    [Fact]
    public void A_cancellation_spends_it_at_the_next_step()
    {
        using var source = new CancellationTokenSource();
        var budget = new WorkBudget(1_000_000, source.Token);
        Assert.True(budget.Spend(1));
        source.Cancel();
        Assert.False(budget.Spend(1));
        Assert.True(budget.IsSpent);
    }
}
