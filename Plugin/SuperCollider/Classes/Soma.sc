// A neuron: current in pA goes in; sound, membrane voltage and spikes come out.
Soma : MultiOutUGen {

	*ar { arg current = 0, conductance = 0, cell, preset, set, reset = 0;
		^this.multiNewList(['audio', current, conductance, reset,
			this.prNumber("cell", SomaTable.cells, cell), this.prNumber("preset", SomaTable.presets, preset)]
			++ this.prSettings(set ? []))
	}

	// Names that ar takes.
	*cells { ^SomaTable.cells.keys.asArray.sort }
	*presets { ^SomaTable.presets.keys.asArray.sort }
	*parameters { ^SomaTable.parameters.keys.asArray.sort }
	*choices { arg parameter; ^this.prParameter(parameter)[1] }

	*prNumber { arg kind, table, name;
		if(name.isNil) { ^0 };
		^table[name.asSymbol] ?? {
			Error("Soma: no % is named '%'; Soma.%s lists them all".format(kind, name, kind)).throw
		}
	}

	*prParameter { arg name;
		^SomaTable.parameters[name.asSymbol] ?? {
			Error("Soma: no parameter is named '%'; Soma.parameters lists them all".format(name)).throw
		}
	}

	*prSettings { arg pairs;
		if(pairs.size.odd) { Error("Soma: set: names and values in pairs, such as [\\rest_mv, -65, \\model, \\hh]").throw };
		^pairs.clump(2).collect({ arg pair;
			var number, choices, value;
			#number, choices = this.prParameter(pair[0]);
			value = pair[1];
			if(value.isKindOf(Symbol) or: { value.isString }) {
				value = choices.indexOf(value.asSymbol) ?? {
					Error("Soma: %: '%' is none of %".format(pair[0], value, choices.join(", "))).throw
				}
			};
			[number, value]
		}).flatten(1)
	}

	init { arg ... theInputs;
		inputs = theInputs;
		^this.initOutputs(5, rate)
	}

	checkInputs { ^this.checkValidInputs }
}
