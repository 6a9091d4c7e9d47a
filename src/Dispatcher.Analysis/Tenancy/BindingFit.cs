using System.Globalization;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>Whether what a route binds can be what a parameter takes.</summary>
/// <param name="Fits">Null where only the event decides.</param>
/// <param name="Takes">What the parameter takes, and how it is written.</param>
internal readonly record struct BindingFit(bool? Fits, string Takes)
{
    public static BindingFit Of(RouteBinding binding, ParameterKind kind) =>
        kind switch
        {
            ParameterKind.Text => new(IsScalar(binding), "a text: write a scalar"),
            ParameterKind.Number => new(
                IsScalar(binding) && binding.Type is not BindingType.Boolean && CanBe(binding, IsNumber),
                "a number: write one, or a template that gives one"
            ),
            ParameterKind.Boolean => new(
                IsScalar(binding)
                    && binding.Type is not (BindingType.Integer or BindingType.Number)
                    && CanBe(binding, text => text is "true" or "false"),
                "a truth value: write `true`, `false` or a template that gives one"
            ),
            ParameterKind.Expression => new(
                binding is { Kind: BindingKind.Simple, Value: BindingValue.Text },
                "a condition: write its text"
            ),
            ParameterKind.Schema when binding.Kind == BindingKind.Schema => new(true, ""),
            ParameterKind.Schema => new(
                HasModel(binding, model => model == "SCHEMA"),
                "a schema or bucket: write `{ schema: \"CONNECTION/SCHEMA\" }`"
            ),
            ParameterKind.Entity => new(
                HasModel(binding, model => model.EndsWith("_ENTITY", StringComparison.Ordinal)),
                "an entity: write `{ root: { modelType: ENRICHED_ENTITY, … } }`"
            ),
            ParameterKind.Connection => new(
                HasModel(binding, model => model.EndsWith("_CONNECTION", StringComparison.Ordinal)),
                "a connection: write `{ root: { modelType: …_CONNECTION, key: … } }`"
            ),
            ParameterKind.DataAsset => new(
                HasModel(binding, model => model.EndsWith("_DATA_ASSET", StringComparison.Ordinal)),
                "a data asset: write `{ root: { modelType: …_DATA_ASSET, key: … } }`"
            ),
            ParameterKind.Unknown => new(null, "a type that is not known here"),
        };

    private static bool IsScalar(RouteBinding binding) =>
        binding is { Kind: BindingKind.Simple, Value: BindingValue.Text or BindingValue.Literal };

    // A template may give anything; what is written out must be right.
    private static bool CanBe(RouteBinding binding, Func<string, bool> accepts) =>
        binding.Value switch
        {
            BindingValue.Literal { Json: "null" } => true,
            BindingValue.Literal literal => accepts(literal.Json),
            BindingValue.Text { Template.Template: { IsLiteral: true } text } => accepts(text.Text),
            _ => true,
        };

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number);

    private static bool? HasModel(RouteBinding binding, Func<string, bool> accepts)
    {
        if (binding.Kind != BindingKind.Root || binding.Value is not BindingValue.Map map)
            return false;
        BindingValue? model = map.Members.FirstOrDefault(member => member.Key == "modelType").Value;
        return model switch
        {
            BindingValue.Text { Template.Template: { IsLiteral: true } text } => accepts(text.Text),
            BindingValue.Text => null,
            _ => false,
        };
    }
}
